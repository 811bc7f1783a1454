using WhatsAppBot.ServiceDefaults;
using WhatsAppBot.Silo;
using WhatsAppBot.Storage;

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
    await Migrations.Apply(database);
    var secrets = Secrets.Configured(
        builder.Configuration["Secrets:Key"],
        builder.Configuration.GetSection("Secrets:OldKeys").GetChildren().Select(key => key.Value),
        needed: !builder.Environment.IsDevelopment()
    );
    await SecretRows.Seal(database, secrets);
    builder.AddServiceDefaults();
    builder.Services.AddStorage(database, secrets);
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(60));
    builder.Services.AddHealthChecks().AddCheck<Readiness>("host", tags: ["ready"]);
    builder.AddSilo(database);

    var app = builder.Build();
    app.MapServiceDefaults();
    await app.RunAsync();
    return 0;
}
catch (Exception wrong) when (wrong is DatabaseException or SecretException)
{
    Console.Error.WriteLine($"Not started: {wrong.Message}");
    return 2;
}
