using WhatsAppBot.Node;
using WhatsAppBot.PrivatePostgres;
using WhatsAppBot.ServiceDefaults;
using WhatsAppBot.Silo;
using WhatsAppBot.Simulator;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

var local = args.Contains("--local");
var environment =
    Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? (local ? "Development" : "Production");
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = [.. args.Where(arg => arg != "--local")], EnvironmentName = environment }
);
var settings = builder.Configuration;

PrivateCluster? cluster = null;
try
{
    var address = settings["urls"]?.Split(';')[0] ?? LocalSettings.DefaultAddress;
    if (local)
    {
        builder.WebHost.UseUrls(settings["urls"] ?? LocalSettings.DefaultAddress);
        // below everything configured
        settings.Sources.Insert(
            0,
            new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
            {
                InitialData = LocalSettings.For(address),
            }
        );
    }

    if (local || settings["urls"] is not null)
        Addresses.MustBeFree(settings["urls"] ?? address);

    var secrets = local ? LocalKey.Secrets(settings) : builder.Secrets();
    var database = settings.GetConnectionString("Main");
    if (string.IsNullOrEmpty(database))
    {
        if (!local || (builder.Environment.IsProduction() && !settings.GetValue("Database:AllowPrivate", false)))
            throw new ConfigurationException(
                "ConnectionStrings__Main is not set. Name a PostgreSQL database, or add --local for a private one."
            );

        var folder = Path.GetFullPath(settings["Data:Folder"] ?? ".data");
        cluster = await PrivateCluster.Start(new PrivateClusterOptions(folder), CancellationToken.None);
        database = await cluster.Database("whatsappbot", CancellationToken.None);
    }

    await Migrations.Apply(database);
    await SecretRows.Seal(database, secrets);
    builder.AddServiceDefaults();
    builder.Services.AddStorage(database, secrets);
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(60));
    builder.Services.AddHealthChecks().AddCheck<Readiness>("host", tags: ["ready"]);
    builder.AddSilo(database);
    builder.AddWebApi();
    if (local)
        builder.Services.AddSimulator(settings);

    await using var app = builder.Build();
    await app.PlantDemo();
    await app.OfferSetup();
    app.MapServiceDefaults();
    if (local)
        app.MapSimulator();
    app.MapWebApi();
    app.Lifetime.ApplicationStarted.Register(() => Greeting.Print(app, local));
    await app.RunAsync();
    return 0;
}
catch (Exception wrong)
    when (wrong
            is ConfigurationException
                or PrivatePostgresException
                or DatabaseException
                or SecretException
                or Microsoft.Extensions.Options.OptionsValidationException
    )
{
    Console.Error.WriteLine($"Not started: {wrong.Message}");
    return 2;
}
finally
{
    if (cluster is not null)
        await cluster.DisposeAsync();
}
