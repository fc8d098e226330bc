import * as vscode from 'vscode';
import { certificateText } from '../../core/profiles/certificate-summary.ts';
import type { CertificateSummary } from '../../core/profiles/certificate-summary.ts';
import { detailRows, kindText, profileRow } from '../../core/credentials/standing/profile-row.ts';
import type { DetailRow } from '../../core/credentials/standing/profile-row.ts';
import { type CertificateProfile, hasCertificate } from '../../core/profiles/kinds.ts';
import type { CertificateSummaries } from '../../storage/certificate-summaries.ts';
import type { ProfileStandings } from '../kit/profile-standings.ts';
import type { ProfileTarget } from '../../platform/contributions.ts';
import { viewIds } from '../../platform/contributions.ts';
import { withQuietProgress } from '../kit/progress.ts';

/** A profile's row, which menus pass to commands. */
interface ProfileNode extends ProfileTarget {
  readonly type: 'profile';
}

interface DetailNode {
  readonly type: 'detail';
  readonly owner: string;
  readonly row: DetailRow;
}

type Node = ProfileNode | DetailNode;

/** The profiles tree. Every row is built from the owners' current data. */
export class ProfilesView implements vscode.Disposable {
  readonly #standings: ProfileStandings;
  readonly #summaries: CertificateSummaries;
  readonly #changed = new vscode.EventEmitter<Node[] | undefined>();
  /** The profiles' rows as last given to VS Code, which are also used to refresh them. */
  #shown: readonly ProfileNode[] = [];
  readonly #view: vscode.TreeView<Node>;
  readonly onDidChangeVisibility: vscode.Event<unknown>;

  constructor(standings: ProfileStandings, summaries: CertificateSummaries) {
    this.#standings = standings;
    this.#summaries = summaries;
    this.#view = vscode.window.createTreeView<Node>(viewIds.profiles, {
      treeDataProvider: {
        onDidChangeTreeData: this.#changed.event,
        getChildren: (node) => this.#children(node),
        getTreeItem: (node) => (node.type === 'profile' ? this.#profileItem(node) : detailItem(node)),
      },
    });
    this.onDidChangeVisibility = this.#view.onDidChangeVisibility;
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  refresh(): void {
    const shown = this.#shown;
    // When the whole tree is refreshed, VS Code forgets its rows for a moment, and a menu opened then does not pass its profile.
    this.#changed.fire(this.#profileNodes() === shown ? [...shown] : undefined);
  }

  /** Shows that work on profiles is under way. */
  async withProgress<T>(work: () => Promise<T>): Promise<T> {
    return withQuietProgress({ viewId: viewIds.profiles }, work);
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }

  /** Never waits: if VS Code awaits two results for one row at a time, it may use the older one, and then shows nothing. */
  #children(node: Node | undefined): Node[] {
    if (node === undefined) return [...this.#profileNodes()];
    return node.type === 'profile' ? this.#details(node.profileId) : [];
  }

  /** The same rows as long as the list of profiles is the same. */
  #profileNodes(): readonly ProfileNode[] {
    const ids = this.#standings.list().map(({ id }) => id);
    const isSame = ids.length === this.#shown.length && this.#shown.every(({ profileId }, index) => profileId === ids[index]);
    if (!isSame) this.#shown = ids.map((profileId) => ({ type: 'profile', profileId }));
    return this.#shown;
  }

  #details(profileId: string): Node[] {
    const standing = this.#standings.find(profileId);
    if (standing === undefined) return [];
    const { profile } = standing;
    const certificate = hasCertificate(profile) ? this.#certificateRow(profileId, profile) : undefined;
    const rows = detailRows(standing, Date.now(), certificate);
    return rows.map((row) => ({ type: 'detail', owner: profileId, row }));
  }

  /** The known summary of the certificate; if its file has changed, the row is refreshed. */
  #certificateRow(id: string, profile: CertificateProfile): DetailRow {
    const row = certificateRow(this.#summaries.last(id, profile));
    const refreshIfOther = (read: CertificateSummary | Error): void => {
      if (JSON.stringify(certificateRow(read)) === JSON.stringify(row)) return;
      this.#changed.fire(this.#shown.filter(({ profileId }) => profileId === id));
    };
    this.#summaries.get(id, profile).then(refreshIfOther, (error: unknown) => {
      refreshIfOther(error instanceof Error ? error : new Error(String(error)));
    });
    return row;
  }

  #profileItem(node: ProfileNode): vscode.TreeItem {
    const standing = this.#standings.find(node.profileId);
    const item = new vscode.TreeItem(standing?.name ?? node.profileId, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = node.profileId;
    if (standing === undefined) return item;
    const row = profileRow(standing, Date.now());
    const { id, profile } = standing;
    const certificate = hasCertificate(profile) ? this.#summaries.last(id, profile) : undefined;
    const ending =
      certificate === undefined || certificate instanceof Error ? undefined : certificateText(certificate, Date.now());
    item.description =
      ending?.ending === true ? `${row.description} · certificate: ${ending.text.replace(/^.*, /, '')}` : row.description;
    item.iconPath = new vscode.ThemeIcon(row.icon, row.color === undefined ? undefined : new vscode.ThemeColor(row.color));
    item.contextValue = row.contextValue;
    item.accessibilityInformation = { label: row.spoken };
    item.tooltip = new vscode.MarkdownString()
      .appendMarkdown('**')
      .appendText(standing.name)
      .appendMarkdown(`** · ${kindText(standing.profile)}`);
    return item;
  }
}

function certificateRow(certificate: CertificateSummary | Error | undefined): DetailRow {
  const row = { label: 'Certificate' };
  if (certificate === undefined) return { ...row, value: 'Reading…', icon: 'loading~spin' };
  if (certificate instanceof Error) return { ...row, value: certificate.message, icon: 'error' };
  const { text, ending } = certificateText(certificate, Date.now());
  return {
    ...row,
    value: text,
    icon: ending ? 'warning' : 'verified',
    tooltip: `Until ${new Date(certificate.notAfter).toLocaleString()}`,
  };
}

function detailItem({ row, owner }: DetailNode): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label);
  item.id = `${owner}/${row.label}/${row.label === 'Problem' ? row.value : ''}`;
  item.description = row.value;
  item.tooltip = row.tooltip ?? row.value;
  item.iconPath = new vscode.ThemeIcon(row.icon);
  item.contextValue = 'detail';
  return item;
}
