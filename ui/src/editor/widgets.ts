// What is drawn in place of marks: the name of a callout, the file name of a picture, the bullet of a list.

import { WidgetType } from '@codemirror/view';

/** A short label, such as the kind of a callout or a picture's file name. */
export class Chip extends WidgetType {
  readonly text: string;
  readonly className: string;
  readonly title: string;

  constructor(text: string, className: string, title = '') {
    super();
    this.text = text;
    this.className = className;
    this.title = title;
  }

  override eq(other: Chip): boolean {
    return other.text === this.text && other.className === this.className && other.title === this.title;
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement('span');
    chip.className = this.className;
    chip.textContent = this.text;
    if (this.title) chip.title = this.title;
    return chip;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}
