export interface Settings {
  readonly project: string;
  readonly environment: string;
  readonly region: string;
  readonly cidrBlock: string;
  readonly zones: string[];
}

export const staging: Settings = {
  project: 'shop',
  environment: 'staging',
  region: 'eu-west-1',
  cidrBlock: '10.20.0.0/16',
  zones: ['a', 'b', 'c'].map((letter) => `eu-west-1${letter}`),
};

export const tagsOf = (settings: Settings, name: string): Record<string, string> => ({
  Project: settings.project,
  Environment: settings.environment,
  Name: `${settings.project}-${settings.environment}-${name}`,
});
