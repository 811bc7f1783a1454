using Microsoft.AspNetCore.Http.HttpResults;

namespace WhatsAppBot.Simulator;

/// <summary>Crowds: sent, watched and sent home.</summary>
internal static class CrowdsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/crowds",
            (CrowdBook crowds) => ControlJson.Answer(new(crowds.All), ControlJson.Default.ListedCrowdView)
        );
        api.MapPost("/crowds", Send);
        api.MapGet("/crowds/{id}", One);
        api.MapDelete("/crowds/{id}", Stop);
    }

    private static async Task<IResult> Send(
        HttpRequest request,
        World world,
        CrowdBook crowds,
        CancellationToken cancel
    )
    {
        if (await ControlJson.Read(request, ControlJson.Default.CrowdWish, cancel) is not { } wish)
        {
            return Problems.BadJson();
        }

        var line = wish.PhoneNumberId is { } id
            ? world.Line(id)
            : world.Lines.MinBy(one => one.Number.PhoneNumberId, StringComparer.Ordinal);

        if (line is null)
        {
            return Problems.NotFound($"no business number {wish.PhoneNumberId}");
        }

        if (wish.Mistake() is { } mistake)
        {
            return Problems.BadInput(mistake);
        }

        return crowds.Send(wish, line) is { } crowd
            ? ControlJson.Answer(crowd.View, ControlJson.Default.CrowdView, 202)
            : TypedResults.Problem("ten crowds are about already", statusCode: 429, type: "/problems/too-many");
    }

    private static IResult One(string id, CrowdBook crowds) =>
        crowds.Find(id) is { } crowd
            ? ControlJson.Answer(crowd.View, ControlJson.Default.CrowdView)
            : Problems.NotFound($"no crowd {id}");

    private static Results<NoContent, NotFound> Stop(string id, CrowdBook crowds)
    {
        if (crowds.Find(id) is not { } crowd)
        {
            return TypedResults.NotFound();
        }

        crowd.Stop();
        return TypedResults.NoContent();
    }
}
