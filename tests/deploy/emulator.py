"""The AWS emulator: a process of ours on loopback, with permissions enforced."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import boto3
from botocore.config import Config

import build

REGION = "eu-west-1"
# The emulator's account root: the only one that may do everything when permissions are enforced.
ROOT_KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}


class Emulator:
    def __init__(self, port=0):
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def environment(self):
        """For programs that talk to it."""
        return os.environ | {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": ROOT_KEYS["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": ROOT_KEYS["aws_secret_access_key"],
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1,localhost",
            "SAM_CLI_TELEMETRY": "0",
        }

    def start(self):
        environment = self.environment() | {
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "localhost",
            "MINISTACK_REGION": REGION,
            "GATEWAY_PORT": str(self.port),
            "LAMBDA_EXECUTOR": "local",
            "IOT_MTLS_ENABLED": "0",
            "AUTH": "true",
        }
        program = os.path.join(os.path.dirname(sys.executable), "ministack")
        log = open(build.OUT / "emulator.log", "wb")
        # A session for the emulator alone: it ends with the functions that it starts, and with no other process.
        self.process = subprocess.Popen([program], env=environment, stdout=log, stderr=log, start_new_session=True)
        for _ in range(200):
            if self.process.poll() is not None:
                raise AssertionError(f"the emulator ended with {self.process.returncode}; see {log.name}")
            try:
                urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=5).read()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the emulator does not answer; see {log.name}")

    def stop(self):
        if self.process is None:
            return
        group = self.process.pid
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        try:
            os.killpg(group, 9)
        except ProcessLookupError:
            pass

    def client(self, service, **keys):
        config = Config(region_name=REGION, retries={"max_attempts": 2}, read_timeout=120)
        return boto3.client(service, endpoint_url=self.url, config=config, **(keys or ROOT_KEYS))


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
