using Pathway.Testing;

[assembly: AssemblyFixture(typeof(ThrowAwayPostgres))]
