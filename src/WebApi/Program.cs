using WhatsAppBot.ServiceDefaults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

var builder = WebApplication.CreateBuilder(args);
if (builder.Configuration.GetConnectionString("Main") is not { Length: > 0 } database)
{
    Console.Error.WriteLine(
        "Not started: ConnectionStrings__Main is not set. It names the PostgreSQL database of the cluster."
    );
    return 2;
}

try
{
    if (builder.Configuration["urls"] is { Length: > 0 } addresses)
        Addresses.MustBeFree(addresses);
    await Migrations.Apply(database);
    var secrets = builder.Secrets();
    await SecretRows.Seal(database, secrets);
    builder.AddServiceDefaults();
    builder.Services.AddStorage(database, secrets);
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(60));
    builder.Services.AddHealthChecks().AddCheck<Readiness>("host", tags: ["ready"]);
    builder.AddOrleansClient(database);
    builder.AddWebApi();

    var app = builder.Build();
    await app.PlantDemo();
    await app.OfferSetup();
    app.MapServiceDefaults();
    app.MapWebApi();
    await app.RunAsync();
    return 0;
}
catch (Exception wrong) when (wrong is ConfigurationException or DatabaseException or SecretException)
{
    Console.Error.WriteLine($"Not started: {wrong.Message}");
    return 2;
}
