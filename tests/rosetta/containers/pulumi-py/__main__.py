import pulumi

from apps import FargateApp
from base import Base
from settings import APPS

base = Base("base")

services = {}
for name, settings in APPS.items():
    services[name] = FargateApp(name, base=base, settings=settings)
    pulumi.export(f"{name}_repository", services[name].repository.repository_url)
