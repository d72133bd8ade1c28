"""The developers' file: what runs, what operators may change about it, and what they may not."""

from oamdsl import (
    BatchWorkload,
    CommandProbe,
    Component,
    ConfigFile,
    Container,
    ContainerizedWorkload,
    Disk,
    HttpProbe,
    Opinions,
    PodSecurityLevel,
    Port,
    Resources,
    Scratch,
    SecretKey,
    StatefulWorkload,
    component,
    parameter,
)

PASSWORD = SecretKey("shop-database", "password")

SETTINGS = """\
[cart]
keep_for_days = 30

[payment]
retries = 3
"""


@component
class Storefront(Component):
    """What customers see.

    Attributes:
        database: Name of the database component.
        currency: Currency of all prices.
    """

    opinions = Opinions(security=PodSecurityLevel.BASELINE)

    database: str = parameter(default="database")
    currency: str = parameter(default="EUR", choices=("EUR", "USD", "CNY"))

    def workload(self) -> ContainerizedWorkload:
        """A web server on port 8080."""
        web = Container(
            "web",
            image="registry.example.com/shop/storefront:2.7.1",
            ports=[Port(8080, name="http")],
            env={
                "DATABASE_HOST": self.database,
                "DATABASE_PASSWORD": PASSWORD,
                "CURRENCY": self.currency,
            },
            config=[ConfigFile("/etc/shop/settings.toml", SETTINGS)],
            volumes=[Scratch("cache", mount_path="/var/cache/shop", size="256Mi")],
            resources=Resources(cpu="250m", memory="256Mi", memory_limit="512Mi"),
            readiness=HttpProbe(path="/ready", port="http"),
            liveness=HttpProbe(path="/alive", port="http", period_seconds=20),
        )
        return ContainerizedWorkload([web], image_pull_secrets=["registry"])


@component
class OrderWorker(Component):
    """Takes orders from the queue; nobody connects to it.

    Attributes:
        concurrency: Orders that one worker handles at once.
        database: Name of the database component.
    """

    concurrency: int = parameter(default=4, ge=1, le=64)
    database: str = parameter(default="database")

    def workload(self) -> ContainerizedWorkload:
        """One container without ports."""
        worker = Container(
            "worker",
            image="registry.example.com/shop/worker:2.7.1",
            args=["--concurrency", str(self.concurrency)],
            env={"DATABASE_HOST": self.database, "DATABASE_PASSWORD": PASSWORD},
            resources=Resources(cpu="500m", memory="512Mi"),
        )
        return ContainerizedWorkload([worker], image_pull_secrets=["registry"])


@component
class Database(Component):
    """The shop's PostgreSQL; one instance, whose data must survive.

    Attributes:
        size: Size of its disk; may grow and never shrink.
        max_connections: Connections it accepts.
    """

    opinions = Opinions(single_instance=True, keeps_data=True)

    size: str = parameter(default="10Gi")
    max_connections: int = parameter(default=200, ge=10, le=1000)

    def workload(self) -> StatefulWorkload:
        """PostgreSQL on port 5432 with a disk of its own."""
        postgres = Container(
            "postgres",
            image="postgres:18.1",
            args=["-c", f"max_connections={self.max_connections}"],
            ports=[Port(5432, name="postgres")],
            env={
                "POSTGRES_DB": "shop",
                "POSTGRES_PASSWORD": PASSWORD,
                "PGDATA": "/var/lib/postgresql/data/pgdata",
            },
            volumes=[Disk("data", mount_path="/var/lib/postgresql/data", size=self.size)],
            resources=Resources(cpu="500m", memory="1Gi"),
            readiness=CommandProbe(command=["pg_isready", "-U", "postgres"]),
        )
        return StatefulWorkload([postgres])


@component
class Migration(Component):
    """Brings the database's tables to the shop's version, then ends.

    Attributes:
        version: Version of the shop that the tables are for.
        database: Name of the database component.
    """

    version: str = parameter(default="2.7.1", pattern=r"\d+\.\d+\.\d+")
    database: str = parameter(default="database")

    def workload(self) -> BatchWorkload:
        """A job, tried three times."""
        migrate = Container(
            "migrate",
            image=f"registry.example.com/shop/migrate:{self.version}",
            env={"DATABASE_HOST": self.database, "DATABASE_PASSWORD": PASSWORD},
            resources=Resources(cpu="100m", memory="128Mi"),
        )
        return BatchWorkload([migrate], retries=3, deadline_seconds=600, image_pull_secrets=["registry"])


@component
class NightlyReport(Component):
    """Mails yesterday's sales.

    Attributes:
        recipient: Who gets it.
        schedule: When, in cron's five fields.
        database: Name of the database component.
    """

    recipient: str = parameter()
    schedule: str = parameter(default="30 3 * * *")
    database: str = parameter(default="database")

    def workload(self) -> BatchWorkload:
        """A job on a schedule."""
        report = Container(
            "report",
            image="registry.example.com/shop/report:1.2.0",
            env={
                "RECIPIENT": self.recipient,
                "DATABASE_HOST": self.database,
                "DATABASE_PASSWORD": PASSWORD,
            },
            resources=Resources(cpu="100m", memory="256Mi"),
        )
        return BatchWorkload(
            [report],
            schedule=self.schedule,
            time_zone="Europe/Berlin",
            concurrency="Forbid",
            image_pull_secrets=["registry"],
        )
