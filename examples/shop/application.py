"""The application operators' file: the shop in each environment."""

from examples.shop.components import Database, Migration, NightlyReport, OrderWorker, Storefront
from oamdsl import (
    Application,
    AutoScaler,
    CronScaler,
    Environment,
    Ingress,
    ManualScaler,
    Metadata,
    SecurityPolicy,
    Trait,
    VolumeMounter,
    Window,
)

HARDENED = SecurityPolicy(
    allow_privilege_escalation=False,
    run_as_non_root=True,
    drop_capabilities=["ALL"],
    seccomp_profile="RuntimeDefault",
)


def shop(environment: Environment) -> Application:
    """The whole shop: production scales, the other environments stay small."""
    production = environment.name == "prod"
    database = Database("database", size="100Gi" if production else "10Gi")
    migration = Migration("migration", depends_on=[database])
    storefront = Storefront(
        "storefront",
        depends_on=[migration],
        traits=[
            Ingress(host=f"shop.{environment.settings['domain']}"),
            AutoScaler(minimum=3, maximum=30) if production else ManualScaler(replicas=1),
            HARDENED,
            Metadata(annotations={"example.com/team": "storefront"}),
        ],
    )
    worker = OrderWorker(
        "order-worker",
        concurrency=16 if production else 4,
        depends_on=[migration],
        traits=[*_working_hours(environment), HARDENED],
    )
    report = NightlyReport(
        "nightly-report",
        recipient="sales@example.com",
        depends_on=[database],
        traits=[
            HARDENED.evolve(fs_group=1000),
            VolumeMounter("archive", mount_path="/archive", size="5Gi"),
        ],
    )
    return Application("shop", [database, migration, storefront, worker, report])


def _working_hours(environment: Environment) -> list[Trait]:
    if environment.name == "dev":
        return []
    day = Window("day", start="0 6 * * *", end="0 22 * * *", replicas=8)
    return [CronScaler(time_zone="America/Los_Angeles", windows=[day], otherwise=2)]
