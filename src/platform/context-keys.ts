/** The context keys that `when` clauses of the manifest read, with their initial values. */
export const contextKeys = {
  'awsAuth.hasProfiles': false,
  'awsAuth.hasSession': false,
  'awsAuth.sandboxRunning': false,
  'awsAuth.hasSent': false,
  'awsAuth.hasResponse': false,
  'awsAuth.hasRunningRequest': false,
  'awsAuth.hasRefusal': false,
} as const;
