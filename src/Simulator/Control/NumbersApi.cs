using Microsoft.AspNetCore.Http.HttpResults;

namespace WhatsAppBot.Simulator;

/// <summary>A number as the page sees it: no secrets.</summary>
internal sealed record NumberView(
    string PhoneNumberId,
    string Number,
    string Title,
    string WabaId,
    string? WebhookUrl,
    StatusRule Statuses,
    bool TrustUnseen,
    bool TakesUnknown,
    int? MessagesPerSecond,
    bool PairLimit,
    int? DailyPeople,
    IReadOnlyList<string>? AllowedRecipients,
    string Quality,
    bool Registered
);

/// <summary>What to create or change about a number; what is left out stays.</summary>
internal sealed record NumberWish(
    string? Number,
    string? Title,
    string? WabaId,
    string? AppSecret,
    string? AccessToken,
    string? WebhookUrl,
    StatusRule? Statuses,
    bool? TrustUnseen,
    bool? TakesUnknown,
    int? MessagesPerSecond,
    bool? PairLimit,
    int? DailyPeople,
    IReadOnlyList<string>? AllowedRecipients,
    string? AppId,
    string? Quality,
    bool? Registered
)
{
    public BusinessNumber On(BusinessNumber number) =>
        number with
        {
            Number = Number ?? number.Number,
            Title = Title ?? number.Title,
            WabaId = WabaId ?? number.WabaId,
            AppSecret = AppSecret ?? number.AppSecret,
            AccessToken = AccessToken ?? number.AccessToken,
            WebhookUrl = WebhookUrl ?? number.WebhookUrl,
            Statuses = Statuses ?? number.Statuses,
            TrustUnseen = TrustUnseen ?? number.TrustUnseen,
            TakesUnknown = TakesUnknown ?? number.TakesUnknown,
            AppId = AppId ?? number.AppId,
            // nothing is left out, 0 takes the limit away
            MessagesPerSecond = MessagesPerSecond is 0 ? null : MessagesPerSecond ?? number.MessagesPerSecond,
            PairLimit = PairLimit ?? number.PairLimit,
            DailyPeople = DailyPeople is 0 ? null : DailyPeople ?? number.DailyPeople,
            AllowedRecipients = AllowedRecipients is [] ? null : AllowedRecipients ?? number.AllowedRecipients,
        };
}

/// <summary>The business numbers.</summary>
internal static class NumbersApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/numbers", List);
        api.MapPut("/numbers/{phoneNumberId}", Put);
        api.MapPost("/reset", Reset);
    }

    private static IResult List(World world) =>
        ControlJson.Answer(
            new([.. world.Lines.OrderBy(line => line.Number.PhoneNumberId, StringComparer.Ordinal).Select(View)]),
            ControlJson.Default.ListedNumberView
        );

    private static async Task<IResult> Put(
        string phoneNumberId,
        HttpRequest request,
        World world,
        NumberNews news,
        CancellationToken cancel
    )
    {
        if (await ControlJson.Read(request, ControlJson.Default.NumberWish, cancel) is not { } wish)
        {
            return Problems.BadJson();
        }

        var number = wish.On(world.Line(phoneNumberId)?.Number ?? new BusinessNumber { PhoneNumberId = phoneNumberId });

        if (number.Mistake() is { } mistake)
        {
            return Problems.BadInput(mistake);
        }

        if (wish.Quality is { } quality && !Qualities.All.Contains(quality))
        {
            return Problems.BadInput($"quality is one of {string.Join(", ", Qualities.All)}");
        }

        var before = world.Line(phoneNumberId)?.Number;
        var known = world.Put(number);
        var line = world.Line(phoneNumberId) ?? throw new InvalidOperationException("the number was put just now");
        line.State.Registered = wish.Registered ?? line.State.Registered;
        line.State.Verified |= line.State.Registered;
        news.Changed(line, before, wish.Quality);
        return ControlJson.Answer(View(line), ControlJson.Default.NumberView, known ? 200 : 201);
    }

    private static NoContent Reset(World world, IServiceProvider services)
    {
        services.GetRequiredService<Later>().Reset();
        services.GetRequiredService<CrowdBook>().Reset();
        services.GetRequiredService<WebhookSender>().Reset();
        services.GetRequiredService<WebhookDice>().Mood = new WebhookMood();
        services.GetRequiredService<FaultBook>().Write([]);
        services.GetRequiredService<Tokens>().Reset();
        services.GetRequiredService<MediaShelf>().Reset();
        services.GetRequiredService<Uploads>().Reset();
        world.Reset();
        services.GetRequiredService<TrafficLog>().Reset();
        return TypedResults.NoContent();
    }

    private static NumberView View(Line line)
    {
        var number = line.Number;
        return new(
            number.PhoneNumberId,
            number.Number,
            number.Title,
            number.WabaId,
            number.WebhookUrl,
            number.Statuses,
            number.TrustUnseen,
            number.TakesUnknown,
            number.MessagesPerSecond,
            number.PairLimit,
            number.DailyPeople,
            number.AllowedRecipients,
            line.State.Quality,
            line.State.Registered
        );
    }
}
