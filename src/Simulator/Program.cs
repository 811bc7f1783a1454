using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using WhatsAppBot.Simulator;

var builder = WebApplication.CreateBuilder(args);

if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
{
    builder.WebHost.UseUrls("http://127.0.0.1:5090");
}

builder.Services.AddSimulator(builder.Configuration);

var app = builder.Build();

try
{
    app.MapSimulator();
    app.MapGraphAtRoot();
    app.MapSimulatorPage();
}
catch (OptionsValidationException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 1;
}

app.MapGet("/health/live", () => "ok");
app.Lifetime.ApplicationStarted.Register(() =>
{
    var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
    Console.WriteLine($"WhatsApp simulator: {string.Join(", ", addresses.Select(address => $"{address}/simulator"))}");
});
await app.RunAsync();
return 0;
