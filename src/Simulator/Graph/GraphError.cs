using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>An error as the Graph API answers it.</summary>
internal sealed record GraphError(int HttpStatus, int Code, string Message)
{
    public string Type { get; init; } = "OAuthException";
    public string? Details { get; init; }
    public int? Subcode { get; init; }
    public string? UserTitle { get; init; }
    public string? UserMessage { get; init; }

    public static GraphError Parameter(string message) => new(400, 100, $"(#100) {message}");

    public static GraphError Required(string path) => Parameter($"The parameter {path} is required.");

    public static GraphError Invalid(string details) => new(400, 100, "(#100) Invalid parameter") { Details = details };

    public static GraphError Value(string details) =>
        new(400, 131009, "(#131009) Parameter value is not valid") { Details = details };

    public static GraphError Unknown(string id, string verb) =>
        new(
            400,
            100,
            $"Unsupported {verb} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, "
                + "or does not support this operation. Please read the Graph API documentation at "
                + "https://developers.facebook.com/docs/graph-api"
        )
        {
            Type = "GraphMethodException",
            Subcode = 33,
        };

    public static GraphError NoToken => new(400, 104, "An access token is required to request this resource.");

    public static GraphError BadToken => new(401, 190, "Invalid OAuth access token - Cannot parse access token");

    public static GraphError Expired(string end, string now) =>
        new(401, 190, $"Error validating access token: Session has expired on {end}. The current time is {now}.")
        {
            Subcode = 463,
        };

    /// <summary>The error of that code, with Meta's title for it.</summary>
    public static GraphError Of(int code, string details) =>
        new(Titles.StatusOf(code), code, $"(#{code}) {Titles.Of(code)}") { Details = details };

    /// <summary>What is wrong with a template that is to be made: here the subcode tells the reason.</summary>
    public static GraphError Template(int subcode, string title, string message) =>
        new(400, 100, "Invalid parameter")
        {
            Subcode = subcode,
            UserTitle = title,
            UserMessage = message,
        };

    public static GraphError Of(FaultRule rule)
    {
        var code = rule.Code ?? 131000;
        var message = rule.Message ?? $"(#{code}) {Titles.Of(code)}";
        return new(rule.HttpStatus ?? Titles.StatusOf(code), code, message)
        {
            Details = rule.Details,
            Subcode = rule.Subcode,
        };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", Message);
        json.WriteString("type", Type);
        json.WriteNumber("code", Code);

        if (Details is not null)
        {
            json.WriteStartObject("error_data");
            json.WriteString("messaging_product", "whatsapp");
            json.WriteString("details", Details);
            json.WriteEndObject();
        }

        if (Subcode is { } subcode)
        {
            json.WriteNumber("error_subcode", subcode);
        }

        if (UserTitle is not null)
        {
            json.WriteBoolean("is_transient", false);
            json.WriteString("error_user_title", UserTitle);
            json.WriteString("error_user_msg", UserMessage);
        }

        json.WriteString("fbtrace_id", Ids.Trace());
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
