from tests.rule_examples import findings_of_project


def test_an_error_in_a_module_is_reported_with_the_line_that_imports_it():
    (finding,) = findings_of_project("# components/web.py\nraise ValueError('no')\n")
    assert (finding["code"], finding["message"]) == (
        "OAM002",
        "`applications.shop` cannot be imported: ValueError: no",
    )
    assert [(one["file"].rpartition("/")[2], one["line"], one["label"]) for one in finding["places"]] == [
        ("web.py", 2, ""),
        ("shop.py", 5, "from here"),
    ]


def test_an_implementation_that_is_not_called_is_told_so():
    (finding,) = findings_of_project(
        "# stacks/platforms.py\nfrom oamdsl.platforms import kubernetes\n"
        "CLUSTER = kubernetes.KUBERNETES.offering(kubernetes.ingress)\n"
    )
    assert finding["message"] == (
        "`stacks.environments` cannot be imported:"
        " TypeError: a platform offers implementations of traits, not the function `ingress`"
    )
    assert finding["help"] == "call it: `ingress(...)`"
