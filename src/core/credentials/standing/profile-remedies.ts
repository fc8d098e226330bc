import { hasOwnKeys, hasSessions } from '../../profiles/kinds.ts';
import { addProfile, type CommandRemedy, editProfile, enterKeys, switchProfile } from '../../remedies/remedy.ts';
import { remainingTime } from '../../text/remaining-time.ts';
import type { ProfileStanding } from './profile-row.ts';

/** What can be done with a profile, in the order in which it is offered, each with its icon. */
export function profileRemedies({ id, scope, profile, session }: ProfileStanding): CommandRemedy[] {
  const target = { profileId: id };
  const isRunning = session.kind === 'active';
  const remedies: CommandRemedy[] = [];
  if (hasSessions(profile)) {
    const [title, icon] = isRunning ? ['Renew Session', 'refresh'] : ['Start Session', 'play'];
    remedies.push({ kind: 'command', title, icon, command: 'awsAuth.session.start', target });
    if (session.kind !== 'none')
      remedies.push({ kind: 'command', title: 'End Session', icon: 'debug-stop', command: 'awsAuth.session.end', target });
  }
  if (hasOwnKeys(profile)) remedies.push({ ...enterKeys, icon: 'key', target });
  remedies.push(switchProfile);
  if (scope !== 'built-in') remedies.push({ ...editProfile, target });
  return [...remedies, { ...addProfile, icon: 'add' }];
}

/** `build · 59m left` */
export function profileTitle({ name, session }: ProfileStanding, now: number): string {
  return session.kind === 'active' ? `${name} · ${remainingTime(session.end - now).text} left` : name;
}
