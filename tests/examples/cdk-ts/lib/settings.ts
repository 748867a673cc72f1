export interface Settings {
  readonly region: string;
  readonly desiredCount: number;
  readonly imageTag: string;
  readonly allowedOrigins: string[];
}

const common = { region: 'eu-west-1', imageTag: process.env.IMAGE_TAG ?? 'latest' };

/** What differs between the stages; anything unknown is treated like a developer's own stage. */
export function settingsFor(stage: string): Settings {
  switch (stage) {
    case 'prod':
      return { ...common, desiredCount: 4, allowedOrigins: ['https://shop.example.com'] };
    case 'staging':
      return { ...common, desiredCount: 2, allowedOrigins: ['https://staging.shop.example.com'] };
    default:
      return { ...common, desiredCount: 1, allowedOrigins: ['http://localhost:5173'] };
  }
}
