import type { AstNodeDescription, LinkingError, ReferenceInfo } from 'langium';
import { AstUtils, DefaultLinker } from 'langium';
import * as ast from '../generated/ast.ts';
import type { JourneyScopeProvider } from './journey-scope-provider.ts';
import { nearestIn } from './nearest-names.ts';
import { journeyOf, wordFor } from './names.ts';

/** A linking error with what a diagnostic needs. */
export interface NameError extends LinkingError {
  readonly code: 'unknown-name' | 'wrong-kind';
  /** Names that could have been meant, the nearest first. */
  readonly suggestions: readonly string[];
}

/** Says of a name that does not resolve whether it is unknown or stands for something else, and what could be meant. */
export class JourneyLinker extends DefaultLinker {
  protected override createLinkingError(refInfo: ReferenceInfo, targetDescription?: AstNodeDescription): NameError {
    const name = refInfo.reference.$refText;
    const type = this.reflection.getReferenceType(refInfo);
    const scopes = this.scopeProvider as JourneyScopeProvider;
    const other = scopes.tablesFor(refInfo).flatMap((table) => table.get(name) ?? [])[0];
    const suggestions = nearestIn(name, scopes.namesFor(refInfo));
    if (other) {
      const message = `\`${name}\` is ${wordFor(other.type)}; here ${wordFor(type)} is needed.`;
      return { info: refInfo, message, code: 'wrong-kind', suggestions, ...target(targetDescription) };
    }
    const where = placeOf(refInfo);
    const hint = suggestions[0] === undefined ? '' : ` Did you mean \`${suggestions[0]}\`?`;
    const message = `There is no ${wordFor(type).replace(/^an? /, '')} \`${name}\`${where}.${hint}`;
    return { info: refInfo, message, code: 'unknown-name', suggestions, ...target(targetDescription) };
  }
}

const target = (targetDescription: AstNodeDescription | undefined): Partial<LinkingError> => (targetDescription ? { targetDescription } : {});

/** Where a name of this kind would have to be declared. */
function placeOf({ container, property }: ReferenceInfo): string {
  if (ast.isEmailItem(container) && property === 'link') return ` in the email \`${container.email?.$refText ?? ''}\``;
  if (ast.isCompare(container)) {
    if (ast.isAttributeCompare(container.$container)) return ' among the attributes of a contact';
    const pattern = AstUtils.getContainerOfType(container, ast.isPerformedPattern);
    return pattern?.activities[0] ? ` in the activity \`${pattern.activities[0].$refText}\`` : ' that every record can have';
  }
  if (property === 'attribute') return ' among the attributes of a contact';
  if (property === 'contact') return ' in this test';
  const journey = journeyOf(container);
  const isStage = property === 'stage' || property === 'stages' || property === 'base';
  if (isStage) return journey ? ' in this journey' : '. Outside a journey write `JOURNEY.STAGE`';
  return ' in this file or its imports';
}
