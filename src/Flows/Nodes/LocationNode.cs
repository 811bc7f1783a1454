using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>Sends a place, or asks for one and waits for it.</summary>
internal sealed record LocationNode(
    string Id,
    string? Name,
    Template Latitude,
    Template Longitude,
    Template PlaceName,
    Template Address,
    LocationRequest? Request
) : Node(Id, Name)
{
    private const int MostName = 1_000;

    public static LocationNode Read(NodeData data)
    {
        var asks = data.Flag("request");
        if (!asks && (data.Text("latitude") is null or "" || data.Text("longitude") is null or ""))
            data.Wrong("missing", "latitude", "Give the latitude and the longitude of the place, or ask for one.");
        return new LocationNode(
            data.Id,
            asks ? data.Name : data.Label,
            data.Template("latitude"),
            data.Template("longitude"),
            asks ? Template.Nothing : data.Template("name"),
            data.Template("address"),
            asks
                ? new LocationRequest(
                    data.Template("text"),
                    data.Text("saveAs") is { Length: > 0 } name ? name : null,
                    data.Whole("maxAttempts", 0, 100) ?? Retries.Usual,
                    data.Seconds("timeoutSeconds")
                )
                : null
        );
    }

    internal override IReadOnlyList<string?> Ways => Request is null ? [null] : [null, Handles.Timeout];

    internal override bool Waits => Request is not null;

    internal override bool Speaks => true;

    internal override Move Enter(Run run)
    {
        if (Request is not null)
            return Ask(run, Request, 0);

        var latitude = Degrees(run, Latitude, 90);
        var longitude = Degrees(run, Longitude, 180);
        if (latitude is not { } north || longitude is not { } east)
            return Amiss(run, "bad_place", "The place has no latitude from -90 to 90 and longitude from -180 to 180.");

        var name = run.Fill(PlaceName, this, "name", MostName);
        var address = run.Fill(Address, this, "address", MostName);
        run.Say(
            this,
            new LocationContent(north, east, name.Length > 0 ? name : null, address.Length > 0 ? address : null)
        );
        return Move.Next;
    }

    internal override Move? Hear(Run run, Heard heard)
    {
        if (heard.Content is not LocationContent place)
            return null;

        if (Request?.SaveAs is { } name)
            run.Save(Id, name, JsonSerializer.SerializeToNode(place, MessagesJson.Default.Content));
        return Move.Next;
    }

    /// <summary>Asks again, and after some times goes on waiting in silence: there is no handle for an answer that is no place.</summary>
    internal override Move Mishear(Run run, Wait wait) =>
        Request is not null && wait.Attempts < Request.MaxAttempts ? Ask(run, Request, wait.Attempts + 1) : Move.Stay;

    private Park Ask(Run run, LocationRequest request, int attempts)
    {
        if (run.Fill(request.Text, this, "text", Texts.MostBody) is not { Length: > 0 } text)
        {
            run.Trouble(Id, "empty_text", "There was no text to ask for the place with.");
            text = "…";
        }

        var interactive = new JsonObject
        {
            ["type"] = "location_request_message",
            ["body"] = new JsonObject { ["text"] = text },
            ["action"] = new JsonObject { ["name"] = "send_location" },
        };
        run.Say(this, new InteractiveContent("location_request_message", Json.Element(interactive), text));
        return new Park(WaitFor.Answer, request.Limit, attempts);
    }

    private double? Degrees(Run run, Template template, int most) =>
        Values.Number(run.Value(template, Id)) is { } degrees && Math.Abs(degrees) <= most ? (double)degrees : null;
}

/// <summary>How a place is asked for.</summary>
internal sealed record LocationRequest(Template Text, string? SaveAs, int MaxAttempts, TimeSpan? Limit);
