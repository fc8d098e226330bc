/** The bundle of the wizards; loaded when the first of them opens. */
export {
  activateProfile,
  addProfile,
  deleteProfile,
  duplicateProfile,
  editProfile,
  renameProfile,
} from '../ui/profiles/profile-actions.ts';
export { showSessionActions } from '../ui/sessions/show-session-actions.ts';
export { enterKeys } from '../ui/profiles/enter-keys.ts';
export { runWizard } from '../ui/kit/multi-step-input.ts';
