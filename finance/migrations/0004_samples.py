"""A random sample of a batch's payments and what their families said."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0003_corrections'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('seed', models.CharField(max_length=16, verbose_name='seed of the draw')),
                ('size', models.PositiveSmallIntegerField(verbose_name='payments to check')),
                ('population', models.PositiveIntegerField(verbose_name='payments drawn from')),
                ('drawn_at', models.DateTimeField(verbose_name='drawn at')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='what came of it')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed at')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='finance.batch')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sample',
                'verbose_name_plural': 'samples',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SampledLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(blank=True, choices=[('phone', 'telephone'), ('visit', 'visit')], max_length=8, verbose_name='asked by')),
                ('result', models.CharField(blank=True, choices=[('right', 'all is right'), ('missing', 'not received'), ('issues', 'with issues')], max_length=8, verbose_name='result')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='what was said')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='checked at')),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='finance.line')),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='finance.sample')),
            ],
            options={
                'verbose_name': 'payment of a sample',
                'verbose_name_plural': 'payments of samples',
                'ordering': ['sample', 'line__sequence'],
            },
        ),
        migrations.AddConstraint(
            model_name='sample',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('batch',), name='one_open_sample_a_batch'),
        ),
        migrations.AddConstraint(
            model_name='sample',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='sample_has_a_size'),
        ),
        migrations.AddConstraint(
            model_name='sampledline',
            constraint=models.UniqueConstraint(fields=('sample', 'line'), name='one_line_a_sample'),
        ),
        migrations.AddConstraint(
            model_name='sampledline',
            constraint=models.CheckConstraint(condition=models.Q(('result', ''), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False), models.Q(('way', ''), _negated=True)), _connector='OR'), name='sampled_result_has_a_checker'),
        ),
    ]
