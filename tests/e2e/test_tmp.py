import time
from oamdsl import *
from tests.e2e.applications import *
from tests.e2e.polling import until
from tests.e2e.gates import opened
def test_ns(site):
    mine = site.moved(create_namespace=True, namespace=site.environment.namespace+"-a")
    mine.up(Archive("archive"), Store("store"))
    other = mine.moved(namespace=site.environment.namespace+"-b")
    t=time.time()
    print("NS", other.failure(Archive("archive"), Store("store")), time.time()-t)
    print([ (r["type"], r["id"]) for r in mine.stack.resources()])
    print(mine.find("PersistentVolumeClaim","archive-data"))
    off = mine.moved(create_namespace=False)
    try:
        print("OFF", off.up(Archive("archive"), Store("store")).by_object)
    except Exception as e: print("OFF", e)
    print(mine.find("PersistentVolumeClaim","archive-data"))
    assert 0
def test_race(site):
    from concurrent.futures import ThreadPoolExecutor
    site.up(Worker("worker", traits=[AutoScaler(minimum=2,maximum=9)]))
    time.sleep(16)
    before=site.live("Deployment","worker")
    with ThreadPoolExecutor(1) as beside:
        f=beside.submit(site.up, Worker("worker", image=OTHER_IMAGE, traits=[ManualScaler(replicas=1), Gated()]))
        time.sleep(20)
        with opened(site.cluster):
            print("RACE", f.result().by_object)
    print("RACE", [s["spec"]["replicas"] for s in site.since(before)])
    print("RACE", site.up(Worker("worker", image=OTHER_IMAGE, traits=[ManualScaler(replicas=1), Gated()])).by_object, site.live("Deployment","worker")["spec"]["replicas"])
    site.stack.refresh()
    with opened(site.cluster):
        print("RACE", site.up(Worker("worker", image=OTHER_IMAGE, traits=[ManualScaler(replicas=1), Gated()])).by_object, site.live("Deployment","worker")["spec"]["replicas"])
    assert 0
