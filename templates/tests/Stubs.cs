using Microsoft.Extensions.DependencyInjection;

namespace HostNamespace.Tests;

/// <summary>The policies that are as they were emitted, and deny.</summary>
internal static class Stubs
{
    /// <summary>The files of those that would decide about a request.</summary>
    public static IReadOnlyList<string> In(TestHost host)
    {
        using var scope = host.Services.CreateScope();
        return [.. typeof(AttestoSetup).Assembly.GetTypes().Where(IsStub).Where(type => Decides(scope.ServiceProvider, type)).Select(type => $"Policies/{type.Name}.cs").Order()];
    }

    private static bool IsStub(Type type) => type.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.ParameterType.Name is "Stub"));

    private static bool Decides(IServiceProvider services, Type type) =>
        services.GetService(type) is not null || type.GetInterfaces().Any(seam => services.GetService(seam)?.GetType() == type);
}
