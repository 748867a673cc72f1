from cdktf import App, TerraformOutput, TerraformStack, TerraformVariable
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from constructs import Construct

from cluster import ClusterConstruct
from config import APPS, ENVIRONMENT, REGION, TAGS
from roles import create_execution_role, create_secrets, create_task_role
from service import create_scaling, create_service, create_task_definition


class ContainersStack(TerraformStack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        AwsProvider(self, "aws", region=REGION, default_tags=[AwsProviderDefaultTags(tags=TAGS)])

        version = TerraformVariable(self, "version", type="string", description="The tag of the images")
        cluster = ClusterConstruct(self, "base")
        secrets = create_secrets(self)
        execution_role = create_execution_role(self, secrets)
        task_role = create_task_role(self)

        for name, app in APPS.items():
            repository = cluster.add_repository(name)
            task = create_task_definition(
                self,
                name,
                app,
                image=f"{repository.repository_url}:{version.string_value}",
                secrets=secrets,
                roles=(execution_role, task_role),
            )
            service = create_service(self, name, app, task, cluster)
            create_scaling(self, name, app, f"service/{cluster.cluster.name}/{service.name}")
            TerraformOutput(self, f"{name}-repository", value=repository.repository_url)


app = App()
ContainersStack(app, f"containers-{ENVIRONMENT}")
app.synth()
