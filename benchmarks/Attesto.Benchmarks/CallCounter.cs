using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Benchmarks;

/// <summary>How many store calls a request made.</summary>
internal sealed class CallCount
{
    public int Value { get; set; }
}

/// <summary>A store that counts its calls.</summary>
public class CallCounter : DispatchProxy
{
    private object? _inner;
    private CallCount? _count;

    internal static void Wrap<T>(IServiceCollection services, CallCount count)
        where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T)).ImplementationInstance!;
        var proxy = Create<T, CallCounter>();
        ((CallCounter)(object)proxy)._inner = inner;
        ((CallCounter)(object)proxy)._count = count;
        services.AddSingleton(proxy);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _count!.Value++;
        return targetMethod!.Invoke(_inner, args);
    }
}
