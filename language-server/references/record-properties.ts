import type { AstNodeDescription, AstNodeDescriptionProvider } from 'langium';
import { URI } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import { hasName, propertiesOf } from './names.ts';
import type { JourneyFile } from '../generated/ast.ts';
import * as ast from '../generated/ast.ts';

const URI_TEXT = 'journey-built-in:/record.journey';

const TEXT = `/** What every record can have. */
activity record {
  /** The address that was clicked or visited. */
  url text
  utm_source text
  utm_medium text
  utm_campaign text
  utm_content text
  utm_term text
  value number
  title text
}
`;

/** The properties that every record can have, as declarations of a built-in file. */
export class RecordProperties {
  private readonly services: JourneyServices;
  private names: ReadonlyMap<string, readonly AstNodeDescription[]> | undefined;

  constructor(services: JourneyServices) {
    this.services = services;
  }

  table(descriptions: AstNodeDescriptionProvider): ReadonlyMap<string, readonly AstNodeDescription[]> {
    this.names ??= this.read(descriptions);
    return this.names;
  }

  private read(descriptions: AstNodeDescriptionProvider): ReadonlyMap<string, readonly AstNodeDescription[]> {
    const document = this.services.shared.workspace.LangiumDocumentFactory.fromString<JourneyFile>(TEXT, URI.parse(URI_TEXT));
    const properties = document.parseResult.value.declarations.filter(ast.isActivity).flatMap(propertiesOf).filter(hasName);
    return new Map(properties.map((property) => [property.name, [descriptions.createDescription(property, property.name, document)]]));
  }
}
