import type {
  AstNode,
  AstNodeDescription,
  AstNodeDescriptionProvider,
  LangiumDocument,
  LangiumDocuments,
  NameProvider,
  ReferenceInfo,
  Scope,
  ScopeProvider,
  Stream,
} from 'langium';
import { AstUtils, DocumentCache, EMPTY_SCOPE, WorkspaceCache, stream } from 'langium';
import * as ast from '../generated/ast.ts';
import type { JourneyServices } from '../core-services.ts';
import type { WorkspaceRoots } from '../workspace/workspace-roots.ts';
import { importsOf } from './imports.ts';
import type { RecordProperties } from './record-properties.ts';
import { NameTree } from './name-tree.ts';
import { fileOf, isNamedDeclaration, journeyOf, linksOf, propertiesOf, stagesOf } from './names.ts';

type Names = ReadonlyMap<string, readonly AstNodeDescription[]>;

/**
 * What a name can stand for where it is written. Look-ups are by hash in tables built once for each file, each journey
 * and each email, so that linking is linear in the number of names.
 */
export class JourneyScopeProvider implements ScopeProvider {
  private readonly descriptions: AstNodeDescriptionProvider;
  private readonly nameProvider: NameProvider;
  private readonly documents: LangiumDocuments;
  private readonly roots: WorkspaceRoots;
  private readonly recordProperties: RecordProperties;
  private readonly reflection;
  private readonly ownNames: DocumentCache<AstNode, Names>;
  private readonly filesSeen: WorkspaceCache<string, readonly LangiumDocument[]>;
  private readonly contacts: DocumentCache<'contacts', readonly ast.Contact[]>;
  private readonly journeys: DocumentCache<'journeys', readonly ast.Journey[]>;
  /** Of each table, by type: a file of many unknown names asks for them once a name. */
  private readonly ofTypes = new WeakMap<Names, Map<string, readonly AstNodeDescription[]>>();
  private readonly nameTrees = new WeakMap<readonly AstNodeDescription[], NameTree>();

  constructor(services: JourneyServices) {
    this.descriptions = services.workspace.AstNodeDescriptionProvider;
    this.nameProvider = services.references.NameProvider;
    this.documents = services.shared.workspace.LangiumDocuments;
    this.roots = services.shared.workspace.WorkspaceRoots;
    this.recordProperties = services.references.RecordProperties;
    this.reflection = services.shared.AstReflection;
    this.ownNames = new DocumentCache(services.shared);
    this.filesSeen = new WorkspaceCache(services.shared);
    this.contacts = new DocumentCache(services.shared);
    this.journeys = new DocumentCache(services.shared);
  }

  getScope(context: ReferenceInfo): Scope {
    const tables = this.tablesFor(context);
    const type = this.reflection.getReferenceType(context);
    return tables.length === 0
      ? EMPTY_SCOPE
      : new TableScope(
          tables,
          (description) => this.reflection.isSubtype(description.type, type),
          (table) => this.ofType(table, type),
        );
  }

  /** The names that could stand here, to be searched: one tree a table. */
  namesFor(context: ReferenceInfo): NameTree[] {
    const type = this.reflection.getReferenceType(context);
    return this.tablesFor(context).map((table) => {
      const all = this.ofType(table, type);
      const tree = this.nameTrees.get(all) ?? new NameTree(all.map(({ name }) => name));
      this.nameTrees.set(all, tree);
      return tree;
    });
  }

  /** Everything that a name could stand for here by its place alone, whatever its kind. */
  tablesFor(context: ReferenceInfo): Names[] {
    const { container, property } = context;
    const document = AstUtils.getDocument(container);
    switch (this.reflection.getReferenceType(context)) {
      case ast.Stage.$type: {
        const journey = this.journeyFor(container, document);
        return journey ? [this.table(AstUtils.getDocument(journey), journey, () => stagesOf(journey))] : [];
      }
      case ast.TestContact.$type: {
        const test = AstUtils.getContainerOfType(container, ast.isTest);
        return test ? [this.table(document, test, () => test.parts.filter(ast.isTestContact))] : [];
      }
      case ast.Link.$type: {
        const email = (container as ast.EmailItem).email?.ref;
        return email ? [this.table(AstUtils.getDocument(email), email, () => linksOf(email))] : [];
      }
      case ast.Property.$type:
        return property === 'attribute' ? this.attributeTables(document) : this.propertyTables(document, container as ast.Compare | ast.PropertyValue);
      default:
        return this.declarationTables(document);
    }
  }

  /** The top-level names of a file and of its direct imports: one table a file. */
  declarationTables(document: LangiumDocument): Names[] {
    return this.visibleFiles(document).map((each) => this.exportedBy(each));
  }

  /** The top-level names that a file declares itself. */
  exportedBy(document: LangiumDocument): Names {
    const file = fileOf(document);
    return this.table(document, file, () => file.declarations.filter(isNamedDeclaration));
  }

  /** The journey whose stages are meant: the one around, the one named, or that of the campaign or test around. */
  private journeyFor(container: AstNode, document: LangiumDocument): ast.Journey | undefined {
    if (ast.isStageReference(container) && container.journey) return container.journey.ref;
    const journey = journeyOf(container);
    if (journey) return journey;
    const campaign = AstUtils.getContainerOfType(container, ast.isCampaign);
    if (campaign) return campaign.clauses.find(ast.isCampaignJourneyClause)?.journey?.ref;
    const test = AstUtils.getContainerOfType(container, ast.isTest);
    if (test?.journey) return test.journey.ref;
    // Where only one journey can be seen, it is the one that is meant.
    const journeys = this.visibleFiles(document).flatMap((each) =>
      this.journeys.get(each.uri, 'journeys', () => fileOf(each).declarations.filter(ast.isJourney)),
    );
    return journeys.length === 1 ? journeys[0] : undefined;
  }

  /** A file and its direct imports. */
  private visibleFiles(document: LangiumDocument): readonly LangiumDocument[] {
    return this.filesSeen.get(document.uri.toString(), () => [
      ...new Set([document, ...importsOf(document, this.documents, this.roots).flatMap((one) => one.document ?? [])]),
    ]);
  }

  private attributeTables(document: LangiumDocument): Names[] {
    return this.visibleFiles(document).flatMap((each) =>
      this.contacts
        .get(each.uri, 'contacts', () => fileOf(each).declarations.filter(ast.isContact))
        .map((contact) => this.table(each, contact, () => contact.properties)),
    );
  }

  private propertyTables(document: LangiumDocument, node: ast.Compare | ast.PropertyValue): Names[] {
    if (ast.isAttributeCompare(node.$container)) return this.attributeTables(document);
    const pattern = ast.isPropertyValue(node) ? node.$container.event : AstUtils.getContainerOfType(node, ast.isPattern);
    const activities = ast.isPerformedPattern(pattern) ? pattern.activities.flatMap((reference) => reference.ref ?? []) : [];
    const own = activities.map((activity) => this.table(AstUtils.getDocument(activity), activity, () => propertiesOf(activity)));
    return [...own, this.recordProperties.table(this.descriptions)];
  }

  private ofType(table: Names, type: string): readonly AstNodeDescription[] {
    const types = this.ofTypes.get(table) ?? new Map<string, readonly AstNodeDescription[]>();
    this.ofTypes.set(table, types);
    const found = types.get(type) ?? [...table.values()].flat().filter((description) => this.reflection.isSubtype(description.type, type));
    types.set(type, found);
    return found;
  }

  private table(document: LangiumDocument, owner: AstNode, nodes: () => readonly AstNode[]): Names {
    return this.ownNames.get(document.uri, owner, () => {
      const table = new Map<string, AstNodeDescription[]>();
      for (const node of nodes()) {
        const name = this.nameProvider.getName(node);
        if (name === undefined) continue;
        const description = this.descriptions.createDescription(node, name, document);
        const same = table.get(name);
        if (same) same.push(description);
        else table.set(name, [description]);
      }
      return table;
    });
  }
}

class TableScope implements Scope {
  private readonly tables: readonly Names[];
  private readonly accepts: (description: AstNodeDescription) => boolean;
  private readonly allOf: (table: Names) => readonly AstNodeDescription[];

  constructor(tables: readonly Names[], accepts: (description: AstNodeDescription) => boolean, allOf: (table: Names) => readonly AstNodeDescription[]) {
    this.tables = tables;
    this.accepts = accepts;
    this.allOf = allOf;
  }

  getElement(name: string): AstNodeDescription | undefined {
    for (const table of this.tables) {
      const found = table.get(name)?.find(this.accepts);
      if (found) return found;
    }
    return undefined;
  }

  getElements(name: string): Stream<AstNodeDescription> {
    return stream(this.tables.flatMap((table) => table.get(name) ?? [])).filter(this.accepts);
  }

  getAllElements(): Stream<AstNodeDescription> {
    return stream(this.tables).flatMap(this.allOf);
  }
}
