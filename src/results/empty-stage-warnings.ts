import type { Journey } from '../model/journey.ts';
import type { ContactsResult, StageResult, Warning } from './result.ts';

/** For each stage of the path that no contact reached: what removed the last ones. */
export function emptyStageWarnings(journey: Journey, result: ContactsResult): Warning[] {
  const path = result.stages.filter(({ kind }) => kind === 'path');
  return path.flatMap((stage, place) => {
    if (stage.reached !== 0) return [];
    const before = path[place - 1];
    const message = before ? emptyStage(stage, before, result) : nobodyEntered(journey, stage, result);
    return [{ code: 'empty-stage', stage: stage.name, message }];
  });
}

function nobodyEntered(journey: Journey, stage: StageResult, result: ContactsResult): string {
  const { seen, keptOutByAudience, withoutConsent } = result.contacts;
  const kept = [
    ...(keptOutByAudience === 0 ? [] : [`the audience kept out ${contacts(keptOutByAudience)}`]),
    ...(withoutConsent === 0 ? [] : [`${contacts(withoutConsent)} had not given consent`]),
  ];
  const removed = kept.length === 0 ? `none of ${contacts(seen)} did what its rules ask for${matching(stage, result)}` : kept.join(', and ');
  return `No contact entered "${journey.label}": ${removed}.`;
}

function emptyStage(stage: StageResult, before: StageResult, result: ContactsResult): string {
  if (before.reached === 0) return `No contact reached "${stage.label}", since none reached "${before.label}".`;
  const { left, expired, returned, current, stalled } = before;
  const fates = [
    ...(left === 0 ? [] : [`${String(left)} left the path`]),
    ...(expired === 0 ? [] : [`${String(expired)} expired`]),
    ...(returned === 0 ? [] : [`${String(returned)} went back`]),
    ...(current === 0 ? [] : [`${String(current)} ${current === 1 ? 'is' : 'are'} still there${stalled === 0 ? '' : `, ${String(stalled)} of them stalled`}`]),
  ];
  const from = `Of ${contacts(before.reached ?? 0)} that reached "${before.label}", ${fates.join(', ')}`;
  return `No contact reached "${stage.label}". ${from}; none did there what the rules of "${stage.label}" ask for${matching(stage, result)}.`;
}

/** Contacts that did what a rule asks for, but never when it counted. */
function matching(stage: StageResult, { rules }: ContactsResult): string {
  const most = Math.max(0, ...rules.filter((rule) => rule.stage === stage.name).map(({ matchedContacts }) => matchedContacts));
  return most === 0 ? '' : ` (${contacts(most)} ${most === 1 ? 'has' : 'have'} matching records, but not at the time)`;
}

const contacts = (number: number): string => `${String(number)} ${number === 1 ? 'contact' : 'contacts'}`;
