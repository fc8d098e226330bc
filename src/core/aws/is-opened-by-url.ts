/**
 * Whether a presigned URL opens a WebSocket of a host. AppSync's are opened with the headers of a signed POST, encoded in the query
 * parameter `header` or in a subprotocol, https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html and
 * https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html
 * @param address host, or URL with the scheme `wss`
 */
export function isOpenedByUrl(address: string): boolean {
  return !/^(?:wss:\/\/)?[^/?#]*\.appsync-realtime-api\./i.test(address);
}
