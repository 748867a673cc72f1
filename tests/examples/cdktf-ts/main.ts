import { App } from "cdktf";
import { PaymentsStack } from "./lib/payments-stack";

const app = new App();
const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || "dev";

new PaymentsStack(app, `payments-${environmentSuffix}`, {
  environmentSuffix,
  region: process.env.AWS_REGION || "us-east-1",
  stateBucket: process.env.STATE_BUCKET || "payments-terraform-state",
  defaultTags: { Project: "payments", Environment: environmentSuffix, ManagedBy: "cdktf" },
});

app.synth();
