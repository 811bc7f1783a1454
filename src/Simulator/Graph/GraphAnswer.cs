using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>Writes what the Graph API answers.</summary>
internal static class GraphAnswer
{
    public static Task Refuse(HttpContext context, GraphError error) => Write(context, error.HttpStatus, error.Write);

    public static Task Success(HttpContext context) =>
        Write(
            context,
            200,
            json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("success", true);
                json.WriteEndObject();
            }
        );

    public static async Task Write(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var body = MetaJson.Escape(MetaJson.Write(write));
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=UTF-8";
        response.ContentLength = body.Length;
        response.Headers["x-fb-trace-id"] = Ids.Trace();
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
