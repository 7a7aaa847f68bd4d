using System.Collections;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Attesto.EntityFrameworkCore;

/// <summary>An UPDATE of a hot path, translated once. Of what ExecuteUpdateAsync costs, most is the making of its expression each time, and looking that up.
/// EF Core compiles the call only in the form that its own builder gives it, and inside an expression C# writes another.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
internal static class CompiledUpdate<TRow>
    where TRow : class
{
    /// <summary>Puts an UPDATE into the form that <c>EF.CompileAsyncQuery</c> takes.</summary>
    /// <param name="update">A query that ends in <c>ExecuteUpdate</c>, with the values as its parameters.</param>
    public static Expression<TUpdate> Of<TUpdate>(Expression<TUpdate> update)
    {
        var call = (MethodCallExpression)update.Body;
        var rows = new Recorder(call.Arguments[0]);
        rows.ExecuteUpdate(builder => Set(builder, ((LambdaExpression)call.Arguments[1]).Body));
        return Expression.Lambda<TUpdate>(rows.Recorded!, update.Parameters);
    }

    // A chain of SetProperty, the first one innermost, on the builder itself.
    private static void Set(UpdateSettersBuilder<TRow> builder, Expression setters)
    {
        if (setters is MethodCallExpression { Object: { } before } setter)
        {
            Set(builder, before);
            setter.Method.Invoke(builder, [.. setter.Arguments.Select(argument => ((UnaryExpression)argument).Operand)]);
        }
    }

    // Takes the statement that it is asked to execute down instead.
    private sealed class Recorder(Expression rows) : IQueryable<TRow>, IQueryProvider
    {
        public Expression? Recorded { get; private set; }

        public Expression Expression => rows;

        public Type ElementType => typeof(TRow);

        public IQueryProvider Provider => this;

        public TResult Execute<TResult>(Expression expression)
        {
            Recorded = expression;
            return default!;
        }

        public object Execute(Expression expression) => throw new NotSupportedException();

        public IQueryable CreateQuery(Expression expression) => throw new NotSupportedException();

        public IQueryable<TElement> CreateQuery<TElement>(Expression expression) => throw new NotSupportedException();

        public IEnumerator<TRow> GetEnumerator() => throw new NotSupportedException();

        IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException();
    }
}
