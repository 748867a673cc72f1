import { Cluster } from './cluster';
import { apps, stack } from './config';
import { FargateApp } from './fargateApp';
import { createRoles, createSecrets } from './roles';

const cluster = new Cluster(`base-${stack}`);
const secrets = createSecrets();
const roles = createRoles(secrets);

const services = apps.map((app) => new FargateApp(`${app.name}-app-${stack}`, { app, cluster, secrets, ...roles }));

export const repositories = services.map((service) => service.repository.repositoryUrl);
export const clusterArn = cluster.cluster.arn;
