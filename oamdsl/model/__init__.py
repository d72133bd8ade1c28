"""What people declare: frozen values and their constructors. No I/O, no Pulumi, no rendering of traits."""
