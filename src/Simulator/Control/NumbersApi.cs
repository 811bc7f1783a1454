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
    bool TrustUnseen
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
    bool? TrustUnseen
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
            new([.. world.Numbers.OrderBy(number => number.PhoneNumberId, StringComparer.Ordinal).Select(View)]),
            ControlJson.Default.ListedNumberView
        );

    private static async Task<IResult> Put(
        string phoneNumberId,
        HttpRequest request,
        World world,
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

        var known = world.Put(number);
        return ControlJson.Answer(View(number), ControlJson.Default.NumberView, known ? 200 : 201);
    }

    private static NoContent Reset(World world, WebhookSender webhooks, FaultBook faults, TrafficLog log, Later later)
    {
        later.Reset();
        webhooks.Reset();
        faults.Write([]);
        world.Reset();
        log.Reset();
        return TypedResults.NoContent();
    }

    private static NumberView View(BusinessNumber number) =>
        new(
            number.PhoneNumberId,
            number.Number,
            number.Title,
            number.WabaId,
            number.WebhookUrl,
            number.Statuses,
            number.TrustUnseen
        );
}
