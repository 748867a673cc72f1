import { createNetwork } from './network';
import { Service } from './service';

const network = createNetwork(['eu-west-1a', 'eu-west-1b']);
new Service('service', network);
