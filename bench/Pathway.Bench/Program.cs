using Pathway.Bench;

if (args is not [var ownerConnectionString])
{
    await Console.Error.WriteLineAsync("Usage: Pathway.Bench <connection string of an empty database's owner>");
    return 2;
}

Console.WriteLine($"{"",-42}{"clients",8}{"per second",12}{"of floor",10}{"target",8}");
foreach (var row in await AppendBench.Run(ownerConnectionString, rounds: 7, TimeSpan.FromSeconds(2)))
{
    Console.WriteLine($"{row.What,-42}{row.Clients,8}{row.PerSecond,12:0}{row.OfFloor,10:0.00}{row.Target,8:0.00}");
}

return 0;
