namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Writes the framework's own refusals as a problem also for callers who have asked for something else, say a picture: an empty answer helps nobody.</summary>
internal sealed class PlainProblems : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        context.ProblemDetails.Status ??= context.HttpContext.Response.StatusCode;
        Problems.Name(context);
        return new ValueTask(
            context.HttpContext.Response.WriteAsJsonAsync(
                context.ProblemDetails,
                options: null,
                contentType: "application/problem+json",
                context.HttpContext.RequestAborted
            )
        );
    }
}
