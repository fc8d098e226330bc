/** Environment files in ascending order of precedence. JetBrains names the second, Visual Studio the third; both are for secrets. */
export const environmentFiles = [
  { name: 'http-client.env.json', secret: false },
  { name: 'http-client.private.env.json', secret: true },
  { name: 'http-client.env.json.user', secret: true },
] as const;

/** Every file that gives variables their values, as a glob. */
export const environmentFilesGlob = `**/{${environmentFiles.map(({ name }) => name).join(',')},.env,.env.*}`;
