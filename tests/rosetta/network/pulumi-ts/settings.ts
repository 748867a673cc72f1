import * as pulumi from '@pulumi/pulumi';

export const stack = pulumi.getStack();
export const region = 'eu-west-1';
export const environment = 'staging';

const baseTags = { Project: 'shop', Environment: environment };

export function nameOf(name: string): string {
  return `shop-${environment}-${name}`;
}

export function tagsFor(name: string, more: Record<string, string> = {}): Record<string, string> {
  return { ...baseTags, Name: nameOf(name), ...more };
}
