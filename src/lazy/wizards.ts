/** Wizards in several steps, as a bundle of their own: they are loaded when the first of them opens. */
export { runProfileWizard } from '../ui/wizards/profile-wizard.ts';
export { runWizard } from '../ui/wizards/multi-step-input.ts';
