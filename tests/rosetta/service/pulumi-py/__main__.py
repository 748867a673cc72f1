from network import Network
from service import create_service

network = Network("network", ["eu-west-1a", "eu-west-1b"])
create_service(network)
