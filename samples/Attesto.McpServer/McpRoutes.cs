using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Attesto.McpServer;

/// <summary>Mounts the SDK's streamable HTTP transport by hand: without sessions, so every request is authenticated by its own token and any node can answer it.</summary>
internal static class McpRoutes
{
    private static readonly JsonTypeInfo<JsonRpcMessage> MessageType = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    public static IEndpointConventionBuilder MapMcp(this IEndpointRouteBuilder routes, string path) => routes.MapPost(path, AnswerAsync);

    private static async Task AnswerAsync(HttpContext http, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (await ReadAsync(http.Request, cancellationToken) is not { } message)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await using var transport = new StreamableHttpServerTransport(loggers) { Stateless = true };
        await using var server = ModelContextProtocol.Server.McpServer.Create(transport, Describe(http.GetAccessToken()!), loggers, http.RequestServices);
        var running = server.RunAsync(cancellationToken);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        if (!await transport.HandlePostRequestAsync(message, http.Response.Body, cancellationToken))
        {
            http.Response.ContentType = null;
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }

        await transport.DisposeAsync();
        await running;
    }

    private static async Task<JsonRpcMessage?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, MessageType, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A server per request, so a tool sees whose token it is called with by plain capture.
    private static McpServerOptions Describe(VerifiedAccessToken token) => new()
    {
        ServerInfo = new Implementation { Name = "attesto-sample", Version = "1.0.0" },
        ToolCollection =
        [
            McpServerTool.Create(() => $"{token.Subject} through {token.ClientId}", new McpServerToolCreateOptions
            {
                Name = "whoami",
                Description = "Says for whom, and through which client, this server is called.",
                ReadOnly = true,
            }),
        ],
    };
}
