namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Where the world reaches this product: <c>Public__Url</c>, or else the address that the caller used.</summary>
internal sealed class PublicAddress(IConfiguration settings)
{
    private readonly string? known = settings["Public:Url"]?.TrimEnd('/');

    public string Of(HttpContext http) =>
        string.IsNullOrEmpty(known) ? $"{http.Request.Scheme}://{http.Request.Host}" : known;
}
