/** The context keys that `when` clauses of the manifest read, with the values they have before anything is known. */
export const contextKeys = {
  'awsAuth.hasProfiles': false,
  'awsAuth.hasSession': false,
  'awsAuth.sandboxRunning': false,
  'awsAuth.hasSent': false,
  'awsAuth.hasResponse': false,
  'awsAuth.hasRunningRequest': false,
  'awsAuth.hasRefusal': false,
} as const;
