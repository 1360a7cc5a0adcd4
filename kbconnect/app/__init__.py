"""What people do with kbconnect, as use cases: no Qt and no SQL. `application.build_application` wires them up."""
