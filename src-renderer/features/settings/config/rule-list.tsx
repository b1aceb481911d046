import ShieldCheck from 'lucide-react/icons/shield-check';
import type { ExecRule } from '../../../../src-shared/model/config.ts';
import { getClient } from '../../../state/client.ts';
import { useExecRules, type ConfigPlace } from '../../../state/config-store.ts';
import { showError, showToast } from '../../../state/toast-store.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import styles from './config.module.css';
import { ruleWords } from './rule-words.ts';

const UNDO_MS = 30_000;

/** The rules that were granted with *Always allow…*, or written by hand. */
export function RuleList({ place }: { readonly place: ConfigPlace }) {
  const rules = useExecRules(place);
  return (
    <section className={styles.section} aria-label="Rules">
      <h3 className={styles.heading}>Rules</h3>
      <p className={styles.intro}>
        “Always allow…” on an approval writes one. A rule that is revoked is asked about again in new threads; those
        that run keep what they began with.
      </p>
      {rules === null && <Spinner label="Reading the rules" />}
      {rules?.length === 0 && (
        <EmptyState compact icon={<ShieldCheck size={18} aria-hidden="true" />} title="No rules were granted" />
      )}
      {rules !== null && rules.length > 0 && (
        <ul className={styles.list} aria-label="Rules">
          {rules.map((rule) => (
            <Rule key={`${rule.file}:${rule.line}:${rule.text}`} place={place} rule={rule} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Rule({ place, rule }: { readonly place: ConfigPlace; readonly rule: ExecRule }) {
  const { before, code, after } = ruleWords(rule.rule);
  const { file, text } = rule;
  const restore = async () => {
    const answer = await getClient().config.restoreRule({ ...place, file, text });
    if (!answer.ok) showError(answer.error);
  };
  const revoke = async () => {
    const answer = await getClient().config.revokeRule({ ...place, file, text });
    if (!answer.ok) {
      showError(answer.error);
      return;
    }
    showToast({
      title: 'Rule revoked',
      text,
      actions: [{ label: 'Undo', onSelect: () => void restore() }],
      durationMs: UNDO_MS,
    });
  };
  return (
    <li className={styles.item}>
      <div className={styles.words}>
        <p className={styles.name}>
          {before} <code className={styles.code}>{code}</code> {after}
          {rule.scope === 'project' && <Badge>This project</Badge>}
        </p>
        {rule.rule.kind === 'prefix' && rule.rule.why !== null && <p className={styles.text}>{rule.rule.why}</p>}
        <p className={styles.text}>
          {file}, line {rule.line}
        </p>
      </div>
      <Button size="s" aria-label={`Revoke ${code}`} onClick={() => void revoke()}>
        Revoke
      </Button>
    </li>
  );
}
