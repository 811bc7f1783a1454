using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>A JSON object that was sent, read member by member, so that everything that is wrong with it can be told at once.</summary>
internal sealed class Body
{
    public const long Largest = 4 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private readonly JsonElement root;
    private readonly ProblemHttpResult? refusal;

    private Body(JsonElement root, ProblemHttpResult? refusal)
    {
        this.root = root;
        this.refusal = refusal;
    }

    public static async ValueTask<Body?> BindAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
            return new Body(default, Problems.MediaType("Send application/json."));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Largest;
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, Strict, http.RequestAborted);
            return document.RootElement.ValueKind != JsonValueKind.Object
                    ? new Body(default, Problems.BadRequest("bad-request", "The body is a JSON object."))
                : !JsonTexts.AreWhole(document.RootElement) ? HalfACharacter()
                : new Body(document.RootElement.Clone(), null);
        }
        catch (InvalidOperationException)
        {
            // of a name: names are compared while the body is parsed
            return HalfACharacter();
        }
        catch (JsonException)
        {
            return new Body(default, Problems.BadRequest("bad-request", "The body is not JSON."));
        }
        catch (BadHttpRequestException trouble)
        {
            return new Body(
                default,
                trouble.StatusCode == StatusCodes.Status413PayloadTooLarge
                    ? Problems.TooLarge()
                    : Problems.BadRequest("bad-request", "The body could not be read.")
            );
        }
    }

    private static Body HalfACharacter() =>
        new(default, Problems.BadRequest("bad-request", "A text of the body has half a character."));

    /// <summary>Null, with the reason, when the body is no object.</summary>
    public Form? Open(out ProblemHttpResult? problem)
    {
        problem = refusal;
        return refusal is null ? new Form(root, "", []) : null;
    }
}

/// <summary>Asks whether the texts in a JSON value can be read: JSON may spell half a character.</summary>
internal static class JsonTexts
{
    public static bool AreWhole(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().All(one => one.Name is not null && AreWhole(one.Value)),
                JsonValueKind.Array => value.EnumerateArray().All(AreWhole),
                JsonValueKind.String => value.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
