import type { CstNode, GrammarAST, ValueType } from 'langium';
import { DefaultValueConverter } from 'langium';
import { stringValue } from './string-value.ts';

/** Names lose their `^` and are compared in NFC; strings lose quotes and escapes; all else stays text. Never throws. */
export class JourneyValueConverter extends DefaultValueConverter {
  protected override runConverter(rule: GrammarAST.AbstractRule, input: string, _node: CstNode): ValueType {
    switch (rule.name) {
      case 'ID':
        return (input.startsWith('^') ? input.slice(1) : input).normalize('NFC');
      case 'STRING':
        return stringValue(input).value;
      default:
        return input;
    }
  }
}
